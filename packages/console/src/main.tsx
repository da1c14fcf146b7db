import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Refusal } from "./api/desk-api.ts";
import { router } from "./frame/router.tsx";
import { showAppearance } from "./settings/appearance.ts";
import { LanguageOf } from "./words/words.tsx";
import "uplot/dist/uPlot.min.css";
import "./look/palette.css";
import "./look/ground.css";
import "./look/frame.css";
import "./look/page.css";
import "./look/form.css";
import "./look/filters.css";
import "./look/queue.css";
import "./look/finding.css";
import "./look/charts.css";
import "./look/clocks.css";
import "./look/path.css";
import "./look/graph.css";
import "./look/operator.css";
import "./look/incident.css";
import "./look/ledger.css";
import "./look/people.css";
import "./look/tour.css";
import "./look/overview.css";
import "./look/sources.css";
import "./look/rules.css";
import "./look/warnings.css";
import "./look/assessment.css";
import "./look/print.css";

/** Each look at a finding or an operator is recorded by the server, so nothing is fetched again without somebody wanting it. */
const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      retry: (failures, error) => failures < 2 && error instanceof Refusal && error.status === 0,
    },
  },
});

const place = document.getElementById("console");
if (place === null) throw new Error("the page has no place for the console");
showAppearance();
createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <LanguageOf>
        <RouterProvider router={router} />
      </LanguageOf>
    </QueryClientProvider>
  </StrictMode>,
);

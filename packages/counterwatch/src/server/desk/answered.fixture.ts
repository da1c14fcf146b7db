/** Holds real answers to what the table of routes says of them: whatever a test asks for is checked on the way. */
import { OPEN_ROUTES, ROUTES } from "./dispatcher.ts";

const KNOWN = [...OPEN_ROUTES, ...ROUTES].map((route) => ({
  route,
  pattern: new RegExp(`^${route.path.replaceAll(/:\w+/g, "[^/]+")}$`),
}));

/** The route of an address, as the dispatcher finds it; undefined: none. */
function routeOf(method: string, path: string) {
  const [bare = ""] = path.split("?");
  return KNOWN.find(({ route, pattern }) => route.method === method && pattern.test(bare))?.route;
}

/** Throws where a JSON answer is not as documented. Gives the answer, still to be read. */
export async function asDocumented(method: string, path: string, answer: Response): Promise<Response> {
  const route = routeOf(method, path);
  if (answer.status !== 200 || route?.answer === undefined) return answer;
  const read = route.answer.safeParse(await answer.clone().json());
  if (read.success) return answer;
  throw new Error(`${method} ${path} answers otherwise than documented:\n${read.error.message}`);
}

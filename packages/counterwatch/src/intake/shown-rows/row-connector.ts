import type { ShownRow } from "../../model/index.ts";
import type { Connector } from "../connector.ts";

/**
 * What one record told: undefined where it is another kind of line, which somebody else reads; nothing where it withholds whom it is about, several rows where it tells several things. An `id` that is
 * empty or only a suffix (`~cell`): the file numbers no rows, and whoever reads it puts the number in front.
 */
export type ShownRows = readonly ShownRow[] | undefined;

export type RowConnector = Connector<ShownRows>;

/** A row of the log that receives a campaign: a simulator's event or a product's, read only as far as needed. */
export interface HostEvent {
  readonly id: string;
  readonly time: string;
  readonly source: string;
  readonly system: string;
  readonly action: string;
  readonly operator: {
    readonly id: string;
    readonly unit?: string | undefined;
    readonly role?: string | undefined;
  };
  readonly session?:
    | {
        readonly id?: string | undefined;
        readonly address?: string | undefined;
        readonly client?: string | undefined;
      }
    | undefined;
  readonly subjects?: readonly { readonly type: string; readonly id?: string | undefined }[] | undefined;
  readonly site?:
    | { readonly id: string; readonly lat?: number | undefined; readonly lon?: number | undefined }
    | undefined;
  readonly purpose?:
    | {
        readonly case?: string | undefined;
        readonly reason?: string | undefined;
        readonly authority?: string | undefined;
      }
    | undefined;
  readonly automated?: boolean | undefined;
}

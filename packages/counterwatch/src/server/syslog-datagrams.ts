/**
 * Syslog over UDP (RFC 5426): one message a datagram. There is no acknowledgement and no way to make a sender wait: what comes while the
 * receiver is full is dropped, and counted. What the system drops before it gets here cannot be counted.
 */
import { createSocket } from "node:dgram";
import { type SyslogAddress, type SyslogListening, type SyslogReceiver, troubleAt } from "./syslog-stream.ts";

/** Asked for; systems give less (Linux: net.core.rmem_max). */
const BUFFER = 4 * 1024 * 1024;

export interface DatagramReceiver extends SyslogReceiver {
  dropped(): void;
}

/** Throws `unavailable` where it cannot listen. */
export async function listenDatagrams(
  at: SyslogAddress,
  receiver: DatagramReceiver,
): Promise<SyslogListening> {
  const socket = createSocket({
    type: at.host?.includes(":") === true ? "udp6" : "udp4",
    recvBufferSize: BUFFER,
  });
  socket.on("message", (message) => {
    if (receiver.isFull) receiver.dropped();
    else if (message.length > 0) receiver.receive(message);
  });
  await new Promise<void>((resolve, reject) => {
    const refused = (cause: Error) => reject(troubleAt(at, cause));
    socket.once("error", refused);
    socket.bind(at.port, at.host, () => {
      socket.off("error", refused);
      resolve();
    });
  });
  return {
    port: socket.address().port,
    failed: new Promise<never>((_, reject) => {
      socket.on("error", (cause) => reject(troubleAt(at, cause)));
    }),
    close: () => new Promise<void>((resolve) => socket.close(() => resolve())),
  };
}

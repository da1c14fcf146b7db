import { CounterwatchError, type ErrorCode } from "../model/index.ts";

const SENTENCES: Readonly<Record<string, readonly [message: string, remedy: string]>> = {
  ENOENT: ["there is no such file or folder", "Check the spelling of the path."],
  EACCES: ["permission denied", "Check the permissions, or run as a user who may."],
  EPERM: ["permission denied", "Check the permissions, or run as a user who may."],
  EISDIR: ["this is a folder, and a file is needed", "Name a file."],
  ENOTDIR: ["a part of this path is a file, not a folder", "Check the spelling of the path."],
  ENOSPC: ["no space left on the disk", "Free some space, or choose another place."],
  EDQUOT: ["the disk quota is used up", "Free some space, or choose another place."],
  EFBIG: ["the file would be larger than is allowed here", "Raise the limit of file sizes (ulimit -f)."],
  EIO: ["the disk could not be read or written", "Look at the system's log: the disk may be failing."],
  EROFS: ["this file system is read-only", "Choose another place."],
  EMFILE: ["too many files are open", "Raise the limit of open files (ulimit -n)."],
  ENAMETOOLONG: ["the path is too long", "Choose a shorter one."],
  ELOOP: ["the path leads in a circle of links", "Name the file itself."],
};

/**
 * What the operating system refused, in words; `fallback` says which kind it is when the file exists. Throws `cause` itself
 * where it is no refusal of the system's but a defect of ours.
 */
export function fileTrouble(
  cause: unknown,
  file: string,
  fallback: ErrorCode,
  remedyIfMissing?: string,
): CounterwatchError {
  const errno = (cause as NodeJS.ErrnoException | undefined)?.code ?? "";
  if (errno === "") throw cause;
  const [message, remedy] = SENTENCES[errno] ?? [`the file could not be used (${errno})`, undefined];
  const missing = errno === "ENOENT";
  if (missing && fallback === "unwritable") {
    return new CounterwatchError(fallback, "nothing can be made at this place", {
      place: { file },
      remedy: "Choose another place.",
      cause,
    });
  }
  return new CounterwatchError(missing && fallback === "unreadable" ? "not-found" : fallback, message, {
    place: { file },
    remedy: missing ? (remedyIfMissing ?? remedy) : remedy,
    cause,
  });
}

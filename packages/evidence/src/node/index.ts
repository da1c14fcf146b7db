export { aesGcm } from "./aes-gcm.ts";

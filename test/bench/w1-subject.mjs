/** W1 of performance.md as one program to be measured: the product's own parts, run from their sources. */
import { register } from "tsx/esm/api";

register();
await import("./w1-subject.ts");

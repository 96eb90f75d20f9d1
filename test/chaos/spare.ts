/**
 * The program, loaded and held back until a word comes in: so that its successor is there a moment after a kill, and
 * forty kills fit into a test. What runs then is main.ts as it is.
 */
import { stdin } from "node:process";
import "../../run-program.ts";

stdin.once("data", () => {
	stdin.destroy();
	void import("../../main.ts");
});

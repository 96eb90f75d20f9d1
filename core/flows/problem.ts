/** Something the checker has to say about a file, in the words of §14.2 of the flow language. */
export interface Problem {
	/** As it was named when the check was asked for: `flows/order.flow.yaml`. */
	file: string;
	line: number;
	column: number;
	/** An `error` keeps the file from loading, a `warning` does not. */
	severity: "error" | "warning";
	/** `F031`. */
	code: string;
	message: string;
	suggestion?: string;
}

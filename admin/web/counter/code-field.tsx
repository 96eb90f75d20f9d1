import { useEffect, useRef, useState } from "react";
import { useSpeech } from "../language.tsx";

const DIGITS = 6;

/** Six digits on a numeric keyboard; the last one sends them. */
export function CodeField({ busy, onCode }: { busy: boolean; onCode: (code: string) => void }) {
	const { t } = useSpeech();
	const [typed, setTyped] = useState("");
	const field = useRef<HTMLInputElement>(null);
	useEffect(() => field.current?.focus(), []);

	function type(text: string) {
		const digits = text.replace(/\D/g, "").slice(0, DIGITS);
		setTyped(digits);
		if (digits.length < DIGITS || busy) return;
		onCode(digits);
		// The next try, or the next customer, begins with an empty field.
		setTyped("");
	}

	return (
		<label className="code-field">
			{t("counterCode")}
			<input
				ref={field}
				inputMode="numeric"
				autoComplete="off"
				placeholder="000 000"
				value={typed}
				readOnly={busy}
				onChange={(event) => type(event.target.value)}
			/>
			<small className="faint">{t("counterHow")}</small>
		</label>
	);
}

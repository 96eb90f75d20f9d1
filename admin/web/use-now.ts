import { useEffect, useState } from "react";
import { useMember } from "./session/behind-the-counter.tsx";

const HALF_MINUTE = 30_000;

/** The shop's time, refreshed twice a minute: for «5 min ago». */
export function useNow(): Date {
	const { clockAhead } = useMember();
	const [browser, setBrowser] = useState(() => Date.now());
	useEffect(() => {
		const timer = setInterval(() => setBrowser(Date.now()), HALF_MINUTE);
		return () => clearInterval(timer);
	}, []);
	return new Date(browser + clockAhead);
}

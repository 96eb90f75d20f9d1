import { useEffect, useState } from "react";

/** A value once it has stood still for so long: what is typed is asked for when the fingers rest. */
export function useSettled<Value>(value: Value, ms = 180): Value {
	const [settled, setSettled] = useState(value);
	useEffect(() => {
		const timer = setTimeout(() => setSettled(value), ms);
		return () => clearTimeout(timer);
	}, [value, ms]);
	return settled;
}

import { useSpeech } from "../language.tsx";
import { useMember } from "../session/behind-the-counter.tsx";
import { clockIn, instantAt } from "./shop-clock.ts";

/** A time to come, by the shop's clock; the usual ones in one tap. */
export function WhenField({ label, value, change, now }: WhenFieldParts) {
	const { t } = useSpeech();
	const { zone } = useMember().session.shop;
	const today = clockIn(zone, now).slice(0, 10);
	const tomorrow = clockIn(zone, new Date(now.getTime() + DAY)).slice(0, 10);
	const usual = [
		{ title: t("in30Minutes"), at: new Date(now.getTime() + 30 * 60_000) },
		{ title: t("in2Hours"), at: new Date(now.getTime() + 2 * 3_600_000) },
		{ title: t("today18"), at: instantAt(zone, `${today}T18:00`) },
		{ title: t("tomorrow12"), at: instantAt(zone, `${tomorrow}T12:00`) },
	].filter(({ at }) => at > now);
	return (
		<>
			<label>
				{label}
				<input
					type="datetime-local"
					required
					min={clockIn(zone, now)}
					value={clockIn(zone, value)}
					onChange={({ target }) => target.value && change(instantAt(zone, target.value))}
				/>
			</label>
			<div className="usual">
				{usual.map(({ title, at }) => (
					<button key={title} type="button" onClick={() => change(at)}>
						{title}
					</button>
				))}
			</div>
		</>
	);
}

type WhenFieldParts = {
	readonly label: string;
	readonly value: Date;
	readonly change: (at: Date) => void;
	readonly now: Date;
};

const DAY = 24 * 60 * 60_000;

import { useSpeech } from "../language.tsx";
import { ShownOnce } from "../shown-once.tsx";
import type { Word } from "../words.ts";

/** The address by which somebody joins or chooses a new password, shown once. */
export function JoinLink({ title, token, onClose }: { title: Word; token: string; onClose: () => void }) {
	const { t } = useSpeech();
	return <ShownOnce title={t(title)} text={`${location.origin}/join/${token}`} onClose={onClose} />;
}

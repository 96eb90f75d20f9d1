import type { CustomerCardView } from "#admin/contract/customers.ts";
import { useSpeech } from "../language.tsx";
import { Empty, Pill } from "../states.tsx";
import { isWord } from "../words.ts";

/** The accounts by which we know this customer, and what shows that each is theirs. */
export function Identities({ customer }: { customer: CustomerCardView }) {
	const { t, name, when } = useSpeech();
	if (customer.identities.length === 0) return <Empty />;
	return (
		<ul className="plain identities">
			{customer.identities.map(({ id, channel, username, nativeId, reachability, lastHeardAt, ...identity }) => (
				<li key={id}>
					<strong>{name(channel)}</strong> {username ? `@${username}` : nativeId}{" "}
					<Pill tone={reachability === "reachable" ? "good" : "bad"}>{name(reachability)}</Pill>
					<small className="faint">
						<Proof proof={identity.proof} /> · {t("identitySure")} {Math.round(identity.confidence * 100)} %
						{lastHeardAt && ` · ${when(lastHeardAt)}`}
					</small>
				</li>
			))}
		</ul>
	);
}

/** What proved it, in a few words. */
export function Proof({ proof }: { proof: string }) {
	const { t } = useSpeech();
	const word = `proof_${proof}`;
	return <>{isWord(word) ? t(word) : proof}</>;
}

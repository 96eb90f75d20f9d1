import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useCallback, useContext, useMemo } from "react";
import { type ActName, type SessionView, session } from "#admin/contract/session.ts";
import { ApiRefusal, get, send } from "../api.ts";
import type { Language } from "../in-both.ts";
import { MemberLanguage, useSpeech } from "../language.tsx";
import { Loaded } from "../states.tsx";
import { Enrol } from "./enrol.tsx";
import { SignIn } from "./sign-in.tsx";
import { SignInAgain } from "./sign-in-again.tsx";

/** Who is signed in, and how far the shop's clock is ahead of the browser's, which the demo moves. */
type Member = { readonly session: SessionView; readonly clockAhead: number };
const Context = createContext<Member | null>(null);

/** Lets in who is signed in, and asks all others to; what is shown inside is in the member's language. */
export function BehindTheCounter({ children }: { children: ReactNode }) {
	const queries = useQueryClient();
	const me = useQuery({ queryKey: ["session"], queryFn: () => get("/api/session", session) });
	const choose = useCallback(
		(language: Language) =>
			void send("PUT", "/api/session/language", { language }).then(() => queries.invalidateQueries()),
		[queries],
	);
	const member = useMemo(
		() => me.data && { session: me.data, clockAhead: Date.parse(me.data.now) - me.dataUpdatedAt },
		[me.data, me.dataUpdatedAt],
	);
	const isOut = me.error instanceof ApiRefusal && me.error.status === 401;
	if (isOut && !me.data) return <SignIn />;
	return (
		<Loaded query={me}>
			{(mine) => (
				<>
					<Context value={member ?? null}>
						<MemberLanguage session={mine} choose={choose}>
							{mine.member.secondFactor === "missing" ? <MustEnrol /> : children}
						</MemberLanguage>
					</Context>
					{isOut && <SignInAgain member={mine.member} />}
				</>
			)}
		</Loaded>
	);
}

/** Nothing else is open to them, so nothing else is shown. */
function MustEnrol() {
	const { t } = useSpeech();
	return <Enrol why={t("mustEnrol")} />;
}

/** Who is signed in. */
export function useMember(): Member {
	const member = useContext(Context);
	if (!member) throw new Error("useMember is used where nobody is signed in");
	return member;
}

/** Whether a screen offers something; the server asks again. */
export function useMay(act: ActName): boolean {
	return useMember().session.may.includes(act);
}

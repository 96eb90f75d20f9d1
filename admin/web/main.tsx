import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ApiRefusal } from "./api.ts";
import { App } from "./app.tsx";
import { VisitorLanguage } from "./language.tsx";
import "./style.css";
import "./commands/commands.css";
import "./presence/presence.css";
import "./session/session.css";
import "./settings/settings.css";
import "./conversations/conversations.css";
import "./customers/customers.css";
import "./orders/orders.css";
import "./catalogue/catalogue.css";
import "./answer-card/answer-card.css";
import "./order-editor/order-editor.css";
import "./outcomes/outcomes.css";
import "./counter/counter.css";
import "./tips/tips.css";
import "./unmet-demand/unmet-demand.css";
import "./try/try.css";
import "./flows/flows.css";
import "./reports/reports.css";

/** Whoever is told to sign in has to be asked to: the session is looked at again, which shows the door over the screen. */
function lookAtSession(error: Error): void {
	if (error instanceof ApiRefusal && error.code === "signed-out")
		void queries.invalidateQueries({ queryKey: ["session"] });
}

const queries = new QueryClient({
	queryCache: new QueryCache({
		onError: (error, { queryKey }) => {
			if (queryKey[0] !== "session") lookAtSession(error);
		},
	}),
	mutationCache: new MutationCache({ onError: lookAtSession }),
	defaultOptions: {
		queries: {
			staleTime: 5_000,
			// A "no" is an answer; only a lost connection is worth asking again.
			retry: (count, error) => !(error instanceof ApiRefusal) && count < 3,
		},
	},
});

const place = document.getElementById("app");
if (!place) throw new Error("index.html has no #app");
createRoot(place).render(
	<StrictMode>
		<QueryClientProvider client={queries}>
			<VisitorLanguage>
				<App />
			</VisitorLanguage>
		</QueryClientProvider>
	</StrictMode>,
);

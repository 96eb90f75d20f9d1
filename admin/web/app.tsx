import { useQuery } from "@tanstack/react-query";
import { Route, Switch } from "wouter";
import { session } from "#admin/contract/session.ts";
import { ApiRefusal, get } from "./api.ts";
import { Conversations } from "./conversations/conversations.tsx";
import { CustomerCard } from "./customers/customer-card.tsx";
import { Customers } from "./customers/customers.tsx";
import { Flows } from "./flows/flows.tsx";
import { Runs } from "./flows/runs.tsx";
import { Trace } from "./flows/trace.tsx";
import { Frame } from "./frame.tsx";
import { Health } from "./health/health.tsx";
import { useSpeech } from "./language.tsx";
import { Orders } from "./orders/orders.tsx";
import { SignIn } from "./session/sign-in.tsx";
import { Welcome } from "./session/welcome.tsx";
import { Empty, Loaded } from "./states.tsx";
import { Phones } from "./try/phones.tsx";

/** Which screen an address shows. The demo's phones and the first visit need no account. */
export function App() {
	return (
		<Switch>
			<Route path="/try" component={Phones} />
			<Route path="/welcome/:token">{({ token }) => <Welcome token={token} />}</Route>
			<Route component={BehindTheCounter} />
		</Switch>
	);
}

function BehindTheCounter() {
	const { t } = useSpeech();
	const me = useQuery({ queryKey: ["session"], queryFn: () => get("/api/session", session) });
	if (me.error instanceof ApiRefusal && me.error.status === 401) return <SignIn />;
	return (
		<Loaded query={me}>
			{(mine) => (
				<Frame session={mine}>
					<Switch>
						<Route path="/">
							<Conversations />
						</Route>
						<Route path="/conversations/:id">{({ id }) => <Conversations id={id} />}</Route>
						<Route path="/customers" component={Customers} />
						<Route path="/customers/:id">{({ id }) => <CustomerCard id={id} />}</Route>
						<Route path="/orders" component={Orders} />
						<Route path="/flows" component={Flows} />
						<Route path="/flows/:flow">{({ flow }) => <Runs flow={flow} />}</Route>
						<Route path="/runs/:id">{({ id }) => <Trace id={id} />}</Route>
						<Route path="/health" component={Health} />
						<Route>
							<Empty>{t("notFound")}</Empty>
						</Route>
					</Switch>
				</Frame>
			)}
		</Loaded>
	);
}

import { Redirect, Route, Switch } from "wouter";
import { Caught } from "./caught.tsx";
import { Channels } from "./channels/channels.tsx";
import { Conversations } from "./conversations/conversations.tsx";
import { CounterScreen } from "./counter/counter.tsx";
import { CustomerCard } from "./customers/customer-card.tsx";
import { Customers } from "./customers/customers.tsx";
import { Desk } from "./desk/desk.tsx";
import { FlowPage } from "./flows/flow-page.tsx";
import { Flows } from "./flows/flows.tsx";
import { Trace } from "./flows/trace.tsx";
import { Frame, SECTIONS } from "./frame.tsx";
import { Health } from "./health/health.tsx";
import { useSpeech } from "./language.tsx";
import { Orders } from "./orders/orders.tsx";
import { BehindList } from "./reports/behind-list.tsx";
import { Reports } from "./reports/reports.tsx";
import { BehindTheCounter, useMember } from "./session/behind-the-counter.tsx";
import { Join } from "./session/join.tsx";
import { Welcome } from "./session/welcome.tsx";
import { Settings } from "./settings/settings.tsx";
import { Empty } from "./states.tsx";
import { Phones } from "./try/phones.tsx";
import { UnmetDemand } from "./unmet-demand/unmet-demand.tsx";

/** Which screen an address shows. The demo's phones and the first visit need no account. */
export function App() {
	return (
		<Switch>
			<Route path="/try" component={Phones} />
			<Route path="/welcome/:token">{({ token }) => <Welcome token={token} />}</Route>
			<Route path="/join/:token">{({ token }) => <Join key={token} token={token} />}</Route>
			<Route>
				<Caught at="">
					<BehindTheCounter>
						<Frame>
							<Screens />
						</Frame>
					</BehindTheCounter>
				</Caught>
			</Route>
		</Switch>
	);
}

function Screens() {
	const { t } = useSpeech();
	return (
		<Switch>
			<Route path="/" component={Home} />
			<Route path="/conversations/:id?/:page?">
				{({ id, page }) => <Conversations {...(id && { id })} {...(page && { page })} />}
			</Route>
			<Route path="/customers" component={Customers} />
			<Route path="/customers/:id">{({ id }) => <CustomerCard key={id} id={id} />}</Route>
			<Route path="/orders" component={Orders} />
			<Route path="/counter" component={CounterScreen} />
			<Route path="/unmet-demand" component={UnmetDemand} />
			<Route path="/flows" component={Flows} />
			<Route path="/flows/:flow/:tab?">{({ flow, tab }) => <FlowPage key={flow} flow={flow} tab={tab} />}</Route>
			<Route path="/runs/:id">{({ id }) => <Trace id={id} />}</Route>
			<Route path="/reports" component={Reports} />
			<Route path="/reports/:name">{({ name }) => <BehindList key={name} name={name} />}</Route>
			<Route path="/channels" component={Channels} />
			<Route path="/desk" component={Desk} />
			<Route path="/shop-health" component={Health} />
			<Route path="/settings/:tab?">{({ tab }) => <Settings key={tab} tab={tab} />}</Route>
			<Route>
				<Empty>{t("notFound")}</Empty>
			</Route>
		</Switch>
	);
}

/** The first section that the role may see. */
function Home() {
	const { t } = useSpeech();
	const { session } = useMember();
	const first = SECTIONS.find(({ act }) => session.may.includes(act));
	return first ? <Redirect to={first.path} replace /> : <Empty>{t("noAccess")}</Empty>;
}

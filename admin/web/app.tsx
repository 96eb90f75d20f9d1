import { type ComponentType, lazy, type ReactNode, Suspense } from "react";
import { Redirect, Route, Switch } from "wouter";
import { Caught } from "./caught.tsx";
import { Frame, SECTIONS } from "./frame.tsx";
import { useSpeech } from "./language.tsx";
import { BehindTheCounter, useMember } from "./session/behind-the-counter.tsx";
import { Join } from "./session/join.tsx";
import { Welcome } from "./session/welcome.tsx";
import { Empty, Loading } from "./states.tsx";

// Each section is fetched when somebody first goes there: a cashier never loads the flows' diagrams.
const Channels = screen(async () => (await import("./channels/channels.tsx")).Channels);
const Conversations = screen(async () => (await import("./conversations/conversations.tsx")).Conversations);
const CounterScreen = screen(async () => (await import("./counter/counter.tsx")).CounterScreen);
const CustomerCard = screen(async () => (await import("./customers/customer-card.tsx")).CustomerCard);
const Customers = screen(async () => (await import("./customers/customers.tsx")).Customers);
const Desk = screen(async () => (await import("./desk/desk.tsx")).Desk);
const FlowPage = screen(async () => (await import("./flows/flow-page.tsx")).FlowPage);
const Flows = screen(async () => (await import("./flows/flows.tsx")).Flows);
const Trace = screen(async () => (await import("./flows/trace.tsx")).Trace);
const Health = screen(async () => (await import("./health/health.tsx")).Health);
const Orders = screen(async () => (await import("./orders/orders.tsx")).Orders);
const ImportCustomers = screen(async () => (await import("./customers/import-customers.tsx")).ImportCustomers);
const ImportOrders = screen(async () => (await import("./orders/import-orders.tsx")).ImportOrders);
const Catalogue = screen(async () => (await import("./catalogue/catalogue.tsx")).Catalogue);
const PriceList = screen(async () => (await import("./catalogue/price-list.tsx")).PriceList);
const DeliverySlots = screen(async () => (await import("./catalogue/delivery-slots.tsx")).DeliverySlots);
const BehindList = screen(async () => (await import("./reports/behind-list.tsx")).BehindList);
const Reports = screen(async () => (await import("./reports/reports.tsx")).Reports);
const Today = screen(async () => (await import("./reports/today.tsx")).Today);
const Settings = screen(async () => (await import("./settings/settings.tsx")).Settings);
const Phones = screen(async () => (await import("./try/phones.tsx")).Phones);
const Tips = screen(async () => (await import("./tips/tips.tsx")).Tips);
const UnmetDemand = screen(async () => (await import("./unmet-demand/unmet-demand.tsx")).UnmetDemand);

/** Which screen an address shows. The demo's phones and the first visit need no account. */
export function App() {
	return (
		<Switch>
			<Route path="/try">
				<Fetched>
					<Phones />
				</Fetched>
			</Route>
			<Route path="/welcome/:token">{({ token }) => <Welcome token={token} />}</Route>
			<Route path="/join/:token">{({ token }) => <Join key={token} token={token} />}</Route>
			<Route>
				<Caught at="">
					<BehindTheCounter>
						<Frame>
							<Fetched>
								<Screens />
							</Fetched>
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
			<Route path="/import/orders" component={ImportOrders} />
			<Route path="/import/customers" component={ImportCustomers} />
			<Route path="/catalogue" component={Catalogue} />
			<Route path="/import/price-list" component={PriceList} />
			<Route path="/delivery-slots" component={DeliverySlots} />
			<Route path="/counter" component={CounterScreen} />
			<Route path="/tips" component={Tips} />
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

/** Whoever leads sees how the day goes; all others begin with the first section that their role may see. */
function Home() {
	const { t } = useSpeech();
	const { session } = useMember();
	if (session.may.includes("lead-team")) return <Today />;
	const first = SECTIONS.find(({ act }) => session.may.includes(act));
	return first ? <Redirect to={first.path} replace /> : <Empty>{t("noAccess")}</Empty>;
}

/** A part of the pages that comes when it is needed. */
function screen<Props>(fetched: () => Promise<ComponentType<Props>>) {
	return lazy(async () => ({ default: await fetched() }));
}

/** Until it has come. */
function Fetched({ children }: { children: ReactNode }) {
	return <Suspense fallback={<Loading />}>{children}</Suspense>;
}

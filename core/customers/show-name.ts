/** How a customer is called on a screen: the name, else the phone, else the end of the id. */
export function showName(customer: {
	id: string;
	firstName: string | null;
	lastName: string | null;
	phone?: string | null;
}): string {
	const name = [customer.firstName, customer.lastName].filter(Boolean).join(" ");
	return name || customer.phone || `…${customer.id.slice(-6)}`;
}

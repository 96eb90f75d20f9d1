/** What an operator does in a conversation; built in main.ts from core/conversations, so that the outbox is rung. */
export type Staff = {
	/** A public reply; takes control by itself. The same key again is the same reply. */
	reply(by: { conversationId: string; memberId: string; text: string; key: string }): Promise<void>;
	take(by: { conversationId: string; memberId: string }): Promise<void>;
	/** The bot goes on where it waited. */
	handBack(by: { conversationId: string; memberId: string }): Promise<void>;
};

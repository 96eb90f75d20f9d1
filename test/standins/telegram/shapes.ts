/** The Bot API's own objects, as far as the stand-in makes them. Names and spelling are Telegram's. */

export interface User {
	id: number;
	is_bot: boolean;
	first_name: string;
	last_name?: string;
	username?: string;
	language_code?: string;
	is_premium?: true;
}

export interface Chat {
	id: number;
	type: "private" | "group" | "supergroup";
	title?: string;
	is_forum?: true;
	first_name?: string;
	last_name?: string;
	username?: string;
}

export interface Entity {
	type: string;
	offset: number;
	length: number;
	url?: string;
	user?: User;
	language?: string;
	custom_emoji_id?: string;
	unix_time?: number;
	date_time_format?: string;
}

export interface InlineButton {
	text: string;
	url?: string;
	callback_data?: string;
	pay?: boolean;
	[more: string]: unknown;
}

export interface InlineKeyboard {
	inline_keyboard: InlineButton[][];
}

export interface ReplyButton {
	text: string;
	request_contact?: boolean;
	request_location?: boolean;
	[more: string]: unknown;
}

export interface ReplyKeyboard {
	keyboard: ReplyButton[][];
	one_time_keyboard?: boolean;
	is_persistent?: boolean;
	resize_keyboard?: boolean;
	input_field_placeholder?: string;
}

/** A `reply_markup`, told apart once. */
export type Markup =
	| { kind: "inline"; inline: InlineKeyboard }
	| { kind: "reply"; reply: ReplyKeyboard }
	| { kind: "remove" }
	| { kind: "force-reply"; placeholder?: string };

export interface FileFacts {
	file_id: string;
	file_unique_id: string;
	file_size?: number;
	file_name?: string;
	mime_type?: string;
	width?: number;
	height?: number;
	duration?: number;
}

export interface Contact {
	phone_number: string;
	first_name: string;
	last_name?: string;
	user_id?: number;
}

export interface Location {
	latitude: number;
	longitude: number;
}

export interface Invoice {
	title: string;
	description: string;
	start_parameter: string;
	currency: string;
	total_amount: number;
}

/** What a message holds; exactly one of the fields but the caption's. */
export interface Content {
	text?: string;
	entities?: Entity[];
	caption?: string;
	caption_entities?: Entity[];
	photo?: FileFacts[];
	document?: FileFacts;
	video?: FileFacts;
	animation?: FileFacts;
	audio?: FileFacts;
	voice?: FileFacts;
	video_note?: FileFacts;
	sticker?: FileFacts & { type: "regular"; is_animated: boolean; is_video: boolean; emoji?: string };
	location?: Location;
	venue?: { location: Location; title: string; address: string };
	contact?: Contact;
	dice?: { emoji: string; value: number };
	invoice?: Invoice;
	successful_payment?: {
		currency: string;
		total_amount: number;
		invoice_payload: string;
		telegram_payment_charge_id: string;
		provider_payment_charge_id: string;
	};
	forum_topic_created?: { name: string; icon_color: number };
	forum_topic_edited?: { name?: string };
	forum_topic_closed?: Record<string, never>;
	forum_topic_reopened?: Record<string, never>;
	pinned_message?: Message;
	migrate_to_chat_id?: number;
	migrate_from_chat_id?: number;
}

export interface Message extends Content {
	message_id: number;
	date: number;
	chat: Chat;
	from: User;
	message_thread_id?: number;
	is_topic_message?: true;
	edit_date?: number;
	media_group_id?: string;
	reply_to_message?: Message;
	reply_markup?: InlineKeyboard;
	forward_origin?: { type: "user"; date: number; sender_user: User };
}

/** The kinds of updates that the stand-in makes, in Telegram's words. */
export type UpdateKind =
	| "message"
	| "edited_message"
	| "callback_query"
	| "pre_checkout_query"
	| "message_reaction"
	| "my_chat_member"
	| "chat_member";

import { inBoth } from "../in-both.ts";

/** Words of the session screens. */
export const sessionWords = inBoth(
	{
		signIn: "Войти",
		password: "Пароль",
		name: "Имя",
		welcomeTitle: "Добро пожаловать за прилавок",
		welcomeText: "Вы первый. Придумайте пароль — этот вход будет владельцем.",
		passwordHint: "Не короче 10 знаков",
		create: "Создать вход",
	},
	{
		signIn: "Sign in",
		password: "Password",
		name: "Name",
		welcomeTitle: "Welcome behind the counter",
		welcomeText: "You are the first. Choose a password: this will be the owner's account.",
		passwordHint: "At least 10 characters",
		create: "Create the account",
	},
);

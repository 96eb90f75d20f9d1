/** A picture of a cake, for people who send "a photo" and mean no particular one; large enough to be seen in a chat. */
export const snapshot = Buffer.from(
	[
		"iVBORw0KGgoAAAANSUhEUgAAAPAAAACgCAMAAAAFBRFXAAAAD1BMVEWcyOjy4rBfj07Je0r///8jOP1UAAAA4UlEQVR42u3ZMQ7CUAxE",
		"QW/I/c9MiQRUIUrQ33k3mMqWPSNJkiRJkiTdVF51aSvMSZU432vzLitOusRJmbgNnHSJkzIx8OLgpEwMDAwMDAwMDAxslwYGdvE4Ih7g",
		"tcUzXeKZLvEsXBl3+v7Db+aRJEmS9N/tFwQMDAwMfLTHBQEDAwMDAwMDAwMDAwMDAwMDAzviAQMDA/s8mMPAwMDAwMDAwMDrg7cfugK8",
		"nRwwMDAwMDAwMDAwMDAwMDDwZ/uNAQMDA89WFjAwMDAwMDAwMDAwMDAwMDAwMDAwMDAw8Hk9Aa1Wpc59WFMQAAAAAElFTkSuQmCC",
	].join(""),
	"base64",
);

/** Whether there is time for everything (`NIGHTLY=1 npx vitest run …`): by day tests with very many cases take some of them. */
export const atNight = process.env.NIGHTLY !== undefined && process.env.NIGHTLY !== "";

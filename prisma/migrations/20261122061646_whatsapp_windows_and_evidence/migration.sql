-- AlterTable
ALTER TABLE "chat" ADD COLUMN     "capped_until" TIMESTAMPTZ(3),
ADD COLUMN     "free_until" TIMESTAMPTZ(3),
ADD COLUMN     "window_until" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "identity" ADD COLUMN     "alias" TEXT;

-- AlterTable
ALTER TABLE "message" ADD COLUMN     "billing" TEXT;

-- AlterTable
ALTER TABLE "outbox" ADD COLUMN     "evidence" TEXT;

-- CreateTable
CREATE TABLE "channel_template" (
    "account" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "params" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "channel_template_pkey" PRIMARY KEY ("account","name","language")
);

-- CreateIndex
CREATE INDEX "identity_account_alias_idx" ON "identity"("account", "alias");

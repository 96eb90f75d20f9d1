-- CreateTable
CREATE TABLE "rule_firing" (
    "rule" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "note" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "posted_at" TIMESTAMPTZ(3),

    CONSTRAINT "rule_firing_pkey" PRIMARY KEY ("rule","cause")
);

-- CreateTable
CREATE TABLE "tip" (
    "id" UUID NOT NULL,
    "tip" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "conversation_id" UUID NOT NULL,
    "owner_id" TEXT,
    "team" TEXT NOT NULL,
    "evidence" TEXT NOT NULL,
    "draft" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "reason" TEXT,
    "answered_by" TEXT,
    "shown_at" TIMESTAMPTZ(3) NOT NULL,
    "settled_at" TIMESTAMPTZ(3),
    "posted_at" TIMESTAMPTZ(3),
    "cleared_at" TIMESTAMPTZ(3),
    "asks" TEXT,
    "asks_id" TEXT,

    CONSTRAINT "tip_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tip_switch" (
    "tip" TEXT NOT NULL,
    "is_off" BOOLEAN NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "posted_at" TIMESTAMPTZ(3),

    CONSTRAINT "tip_switch_pkey" PRIMARY KEY ("tip")
);

-- CreateIndex
CREATE INDEX "rule_firing_at_idx" ON "rule_firing"("at");

-- CreateIndex
CREATE INDEX "tip_state_shown_at_idx" ON "tip"("state", "shown_at");

-- CreateIndex
CREATE INDEX "tip_conversation_id_idx" ON "tip"("conversation_id");

-- CreateIndex
CREATE INDEX "tip_tip_shown_at_idx" ON "tip"("tip", "shown_at");

-- CreateIndex
CREATE UNIQUE INDEX "tip_tip_cause_key" ON "tip"("tip", "cause");

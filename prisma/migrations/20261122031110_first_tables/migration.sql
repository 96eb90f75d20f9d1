-- CreateEnum
CREATE TYPE "control_by" AS ENUM ('bot', 'asked', 'human', 'parked');

-- CreateEnum
CREATE TYPE "message_direction" AS ENUM ('heard', 'said');

-- CreateEnum
CREATE TYPE "inbox_state" AS ENUM ('waiting', 'done', 'dead');

-- CreateEnum
CREATE TYPE "reachability" AS ENUM ('reachable', 'blocked', 'gone');

-- CreateEnum
CREATE TYPE "consent_purpose" AS ENUM ('processing', 'advertising', 'ad_audiences', 'profiling');

-- CreateEnum
CREATE TYPE "consent_state" AS ENUM ('given', 'withdrawn');

-- CreateEnum
CREATE TYPE "outbox_state" AS ENUM ('pending', 'attempting', 'sent', 'unknown', 'blocked', 'failed', 'cancelled');

-- CreateEnum
CREATE TYPE "coupon_state" AS ENUM ('held', 'given', 'redeemed', 'released', 'expired');

-- CreateEnum
CREATE TYPE "cart_state" AS ENUM ('open', 'ordered', 'dropped');

-- CreateEnum
CREATE TYPE "order_state" AS ENUM ('placed', 'confirmed', 'packed', 'shipped', 'ready', 'delivered', 'cancelled', 'returned');

-- CreateEnum
CREATE TYPE "payment_kind" AS ENUM ('on_receipt', 'invoice');

-- CreateEnum
CREATE TYPE "role" AS ENUM ('owner', 'lead', 'operator', 'marketer', 'cashier', 'observer');

-- CreateTable
CREATE TABLE "category" (
    "id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "titles" JSONB NOT NULL DEFAULT '{}',
    "parent_id" TEXT,
    "position" INTEGER NOT NULL DEFAULT 0,
    "photo" TEXT,
    "active" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "category_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "product" (
    "id" UUID NOT NULL,
    "category_id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "titles" JSONB NOT NULL DEFAULT '{}',
    "description" TEXT NOT NULL DEFAULT '',
    "photo" TEXT,
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "position" INTEGER NOT NULL DEFAULT 0,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "product_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "variant" (
    "id" UUID NOT NULL,
    "product_id" UUID NOT NULL,
    "sku" TEXT NOT NULL,
    "title" TEXT NOT NULL DEFAULT '',
    "price" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "cost" INTEGER,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "position" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "variant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "warehouse" (
    "id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "address" TEXT NOT NULL DEFAULT '',
    "pickup" BOOLEAN NOT NULL DEFAULT false,
    "position" INTEGER NOT NULL DEFAULT 0,
    "active" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "warehouse_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stock" (
    "variant_id" UUID NOT NULL,
    "warehouse_id" TEXT NOT NULL,
    "on_hand" INTEGER NOT NULL DEFAULT 0,
    "reserved" INTEGER NOT NULL DEFAULT 0,
    "counted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stock_pkey" PRIMARY KEY ("variant_id","warehouse_id")
);

-- CreateTable
CREATE TABLE "lead_time" (
    "variant_id" UUID NOT NULL,
    "warehouse_id" TEXT NOT NULL,
    "days" INTEGER NOT NULL,

    CONSTRAINT "lead_time_pkey" PRIMARY KEY ("variant_id","warehouse_id")
);

-- CreateTable
CREATE TABLE "product_view" (
    "customer_id" UUID NOT NULL,
    "variant_id" UUID NOT NULL,
    "times" INTEGER NOT NULL DEFAULT 1,
    "last_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "product_view_pkey" PRIMARY KEY ("customer_id","variant_id")
);

-- CreateTable
CREATE TABLE "stock_wait" (
    "customer_id" UUID NOT NULL,
    "variant_id" UUID NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "told_at" TIMESTAMPTZ(3),

    CONSTRAINT "stock_wait_pkey" PRIMARY KEY ("customer_id","variant_id")
);

-- CreateTable
CREATE TABLE "conversation" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 0,
    "control" "control_by" NOT NULL DEFAULT 'bot',
    "holder_id" TEXT,
    "control_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "parked_until" TIMESTAMPTZ(3),
    "team" TEXT,
    "ask_reason" TEXT,
    "ask_priority" TEXT,
    "ask_note" TEXT,
    "meanwhile" TEXT,
    "stage" TEXT,
    "chat_id" UUID,
    "last_heard_at" TIMESTAMPTZ(3),
    "live_at" TIMESTAMPTZ(3),
    "last_message_at" TIMESTAMPTZ(3),
    "last_line" TEXT,
    "unanswered_since" TIMESTAMPTZ(3),
    "unknown_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "conversation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "chat" (
    "id" UUID NOT NULL,
    "account" TEXT NOT NULL,
    "native_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "identity_id" UUID,
    "conversation_id" UUID,
    "in_flight" BIGINT,
    "next_at" TIMESTAMPTZ(3),
    "unreachable" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "chat_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "message" (
    "id" BIGSERIAL NOT NULL,
    "conversation_id" UUID NOT NULL,
    "chat_id" UUID,
    "channel" TEXT NOT NULL,
    "direction" "message_direction" NOT NULL,
    "author" TEXT NOT NULL,
    "external_id" TEXT,
    "text" TEXT NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'message',
    "content" JSONB,
    "media" JSONB,
    "album" TEXT,
    "reply_to" TEXT,
    "versions" JSONB,
    "reactions" JSONB,
    "status" TEXT NOT NULL DEFAULT 'heard',
    "status_reason" TEXT,
    "proactive" BOOLEAN NOT NULL DEFAULT false,
    "purpose" TEXT,
    "stage" TEXT,
    "run_id" UUID,
    "flow" TEXT,
    "step" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inbox" (
    "id" BIGSERIAL NOT NULL,
    "account" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "chat" TEXT NOT NULL,
    "lane" TEXT NOT NULL,
    "raw" BYTEA NOT NULL,
    "heard" JSONB NOT NULL,
    "state" "inbox_state" NOT NULL DEFAULT 'waiting',
    "tries" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "next_try_at" TIMESTAMPTZ(3),
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "inbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account" (
    "id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "position" TEXT,
    "paused_until" TIMESTAMPTZ(3),
    "pause_reason" TEXT,
    "ambiguous" INTEGER NOT NULL DEFAULT 0,
    "health" TEXT NOT NULL DEFAULT 'ok',
    "health_detail" TEXT,
    "health_at" TIMESTAMPTZ(3),

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "media" (
    "id" UUID NOT NULL,
    "sha256" TEXT NOT NULL,
    "mime" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "path" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "media_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "media_copy" (
    "account" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "ref" TEXT NOT NULL,

    CONSTRAINT "media_copy_pkey" PRIMARY KEY ("account","source")
);

-- CreateTable
CREATE TABLE "customer" (
    "id" UUID NOT NULL,
    "first_name" TEXT,
    "last_name" TEXT,
    "phone" TEXT,
    "email" TEXT,
    "birthday" DATE,
    "language" TEXT NOT NULL DEFAULT 'ru',
    "zone" TEXT,
    "city" TEXT,
    "last_address" JSONB,
    "addresses" JSONB NOT NULL DEFAULT '[]',
    "likes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "said_channel" TEXT,
    "source" TEXT,
    "external_ref" TEXT,
    "note" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "erased_at" TIMESTAMPTZ(3),
    "merged_into_id" UUID,

    CONSTRAINT "customer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "identity" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "native_id" TEXT NOT NULL,
    "username" TEXT,
    "display_name" TEXT,
    "reachability" "reachability" NOT NULL DEFAULT 'reachable',
    "reachability_changed_at" TIMESTAMPTZ(3),
    "proof" TEXT NOT NULL DEFAULT 'first_contact',
    "confidence" DOUBLE PRECISION NOT NULL DEFAULT 1,
    "last_heard_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "identity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "consent" (
    "id" BIGSERIAL NOT NULL,
    "customer_id" UUID NOT NULL,
    "purpose" "consent_purpose" NOT NULL,
    "state" "consent_state" NOT NULL,
    "channel" TEXT,
    "text" TEXT NOT NULL,
    "text_version" TEXT NOT NULL,
    "message_id" BIGINT,
    "answer" TEXT,
    "actor" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "consent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer_tag" (
    "customer_id" UUID NOT NULL,
    "tag" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor" TEXT NOT NULL,

    CONSTRAINT "customer_tag_pkey" PRIMARY KEY ("customer_id","tag")
);

-- CreateTable
CREATE TABLE "customer_attribute" (
    "customer_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "sort" TEXT NOT NULL,
    "diary_id" BIGINT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "customer_attribute_pkey" PRIMARY KEY ("customer_id","name")
);

-- CreateTable
CREATE TABLE "customer_figures" (
    "customer_id" UUID NOT NULL,
    "orders_count" INTEGER NOT NULL DEFAULT 0,
    "paid_count" INTEGER NOT NULL DEFAULT 0,
    "orders_total" BIGINT NOT NULL DEFAULT 0,
    "first_order_at" TIMESTAMPTZ(3),
    "last_order_at" TIMESTAMPTZ(3),
    "next_order_at" TIMESTAMPTZ(3),
    "cycle_days" DOUBLE PRECISION,
    "favourite_variant_id" UUID,

    CONSTRAINT "customer_figures_pkey" PRIMARY KEY ("customer_id")
);

-- CreateTable
CREATE TABLE "feedback" (
    "id" BIGSERIAL NOT NULL,
    "customer_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "score" INTEGER,
    "comment" TEXT,
    "order_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "feedback_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" BIGSERIAL NOT NULL,
    "message_id" BIGINT,
    "account" TEXT NOT NULL,
    "chat_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "marketing" BOOLEAN NOT NULL DEFAULT false,
    "purpose" TEXT NOT NULL,
    "priority" INTEGER NOT NULL,
    "due" TIMESTAMPTZ(3) NOT NULL,
    "useful_until" TIMESTAMPTZ(3),
    "intent" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "state" "outbox_state" NOT NULL DEFAULT 'pending',
    "owner" TEXT,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "reason" TEXT,
    "refs" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "run_id" UUID,
    "flow" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "attempted_at" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_bucket" (
    "account" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "tokens" DOUBLE PRECISION NOT NULL,
    "refilled_at" TIMESTAMPTZ(3) NOT NULL,
    "paused_until" TIMESTAMPTZ(3),

    CONSTRAINT "rate_bucket_pkey" PRIMARY KEY ("account","scope")
);

-- CreateTable
CREATE TABLE "lease" (
    "name" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "heartbeat" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "lease_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "decision" (
    "id" BIGSERIAL NOT NULL,
    "customer_id" UUID NOT NULL,
    "flow" TEXT NOT NULL,
    "occurrence" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "channel" TEXT,
    "until" TIMESTAMPTZ(3),
    "detail" JSONB NOT NULL DEFAULT '{}',
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "decision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "channel_evidence" (
    "customer_id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "delivered" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "reacted" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "channel_evidence_pkey" PRIMARY KEY ("customer_id","channel")
);

-- CreateTable
CREATE TABLE "diary" (
    "id" BIGSERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "customer_id" UUID,
    "conversation_id" UUID,
    "data" JSONB NOT NULL DEFAULT '{}',
    "stage" TEXT,
    "channel" TEXT,
    "actor" TEXT NOT NULL,
    "flow" TEXT,
    "step" TEXT,
    "run_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "diary_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "errand" (
    "id" BIGSERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "key" TEXT,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "owner" TEXT,
    "held_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "errand_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "setting" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "flow_version" (
    "id" BIGSERIAL NOT NULL,
    "flow" TEXT NOT NULL,
    "full" TEXT NOT NULL,
    "logic" TEXT NOT NULL,
    "format" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "program" JSONB NOT NULL,
    "git_sha" TEXT,
    "activated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "flow_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "flow_entry" (
    "id" UUID NOT NULL,
    "flow" TEXT NOT NULL,
    "customer_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "trigger" TEXT NOT NULL,
    "event" JSONB,
    "start" INTEGER NOT NULL DEFAULT 0,
    "with" JSONB,
    "launched_by" TEXT,
    "fires_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "refused" TEXT,
    "arm" TEXT,
    "goal_until" TIMESTAMPTZ(3),
    "goal_at" TIMESTAMPTZ(3),
    "run_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "flow_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "flow_run" (
    "id" UUID NOT NULL,
    "flow" TEXT NOT NULL,
    "logic" TEXT NOT NULL,
    "customer_id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "state" JSONB NOT NULL,
    "entry_id" UUID,
    "stack" INTEGER,
    "wake_at" TIMESTAMPTZ(3),
    "waiting_for" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "stage" TEXT,
    "outcome" TEXT,
    "reason" TEXT,
    "error" TEXT,
    "launched_by" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "flow_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "flow_step" (
    "id" BIGSERIAL NOT NULL,
    "run_id" UUID,
    "conversation_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "file" TEXT NOT NULL,
    "flow" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "line" INTEGER NOT NULL,
    "full" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "why" TEXT,
    "decision" TEXT,
    "looked_at" JSONB,
    "result" TEXT,
    "effect_key" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "flow_step_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "flow_action" (
    "effect_key" TEXT NOT NULL,
    "run_id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "action" TEXT NOT NULL,
    "input" JSONB NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'due',
    "result" JSONB,
    "error" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "flow_action_pkey" PRIMARY KEY ("effect_key")
);

-- CreateTable
CREATE TABLE "flow_button" (
    "token" TEXT NOT NULL,
    "conversation_id" UUID NOT NULL,
    "run_id" UUID,
    "press" JSONB NOT NULL,
    "label" TEXT NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "flow_button_pkey" PRIMARY KEY ("token")
);

-- CreateTable
CREATE TABLE "assignment" (
    "customer_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "variant" TEXT NOT NULL,
    "u" DOUBLE PRECISION NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "assignment_pkey" PRIMARY KEY ("customer_id","name")
);

-- CreateTable
CREATE TABLE "flow_pause" (
    "flow" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "reason" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "flow_pause_pkey" PRIMARY KEY ("flow")
);

-- CreateTable
CREATE TABLE "coupon" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "offer" TEXT NOT NULL,
    "customer_id" UUID NOT NULL,
    "give" JSONB NOT NULL,
    "title" TEXT NOT NULL,
    "state" "coupon_state" NOT NULL DEFAULT 'held',
    "run_id" UUID,
    "reserved" INTEGER NOT NULL DEFAULT 0,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "order_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "coupon_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "offer_budget" (
    "offer" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "left" BIGINT NOT NULL,

    CONSTRAINT "offer_budget_pkey" PRIMARY KEY ("offer","period")
);

-- CreateTable
CREATE TABLE "cart" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "state" "cart_state" NOT NULL DEFAULT 'open',
    "coupon_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "cart_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cart_line" (
    "cart_id" UUID NOT NULL,
    "variant_id" UUID NOT NULL,
    "qty" INTEGER NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "cart_line_pkey" PRIMARY KEY ("cart_id","variant_id")
);

-- CreateTable
CREATE TABLE "shop_order" (
    "id" UUID NOT NULL,
    "number" SERIAL NOT NULL,
    "customer_id" UUID NOT NULL,
    "conversation_id" UUID,
    "cart_id" UUID,
    "state" "order_state" NOT NULL DEFAULT 'placed',
    "currency" TEXT NOT NULL,
    "total" INTEGER NOT NULL,
    "goods_total" INTEGER NOT NULL,
    "delivery_fee" INTEGER NOT NULL DEFAULT 0,
    "discount" INTEGER NOT NULL DEFAULT 0,
    "coupon_id" UUID,
    "delivery" TEXT NOT NULL,
    "address" JSONB,
    "slot_id" UUID,
    "due_from" TIMESTAMPTZ(3),
    "due_to" TIMESTAMPTZ(3),
    "warehouse_id" TEXT,
    "note" TEXT,
    "payment" "payment_kind" NOT NULL DEFAULT 'on_receipt',
    "paid_at" TIMESTAMPTZ(3),
    "channel" TEXT,
    "source" TEXT NOT NULL DEFAULT 'flow',
    "confirmation_key" TEXT,
    "external_ref" TEXT,
    "reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "shop_order_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "order_line" (
    "id" UUID NOT NULL,
    "order_id" UUID NOT NULL,
    "variant_id" UUID,
    "sku" TEXT,
    "title" TEXT NOT NULL,
    "qty" INTEGER NOT NULL,
    "price" INTEGER NOT NULL,
    "sum" INTEGER NOT NULL,
    "warehouse_id" TEXT,

    CONSTRAINT "order_line_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "order_change" (
    "id" BIGSERIAL NOT NULL,
    "order_id" UUID NOT NULL,
    "from" "order_state",
    "to" "order_state" NOT NULL,
    "actor" TEXT NOT NULL,
    "reason" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "order_change_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delivery_slot" (
    "id" UUID NOT NULL,
    "delivery" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "capacity" INTEGER NOT NULL,
    "taken" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "delivery_slot_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment" (
    "id" UUID NOT NULL,
    "order_id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "charge" TEXT NOT NULL,
    "amount" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "refunded_at" TIMESTAMPTZ(3),
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "payment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "file" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "imported" INTEGER NOT NULL DEFAULT 0,
    "rejected" INTEGER NOT NULL DEFAULT 0,
    "sums" JSONB NOT NULL DEFAULT '{}',
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "import_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_reject" (
    "import_id" UUID NOT NULL,
    "line" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "raw" TEXT NOT NULL,

    CONSTRAINT "import_reject_pkey" PRIMARY KEY ("import_id","line")
);

-- CreateTable
CREATE TABLE "member" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_verified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "role" "role" NOT NULL DEFAULT 'operator',
    "language" TEXT NOT NULL DEFAULT 'ru',
    "banned" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "member_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" TEXT NOT NULL,
    "member_id" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ip_address" TEXT,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "member_account" (
    "id" TEXT NOT NULL,
    "member_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "password" TEXT,
    "access_token" TEXT,
    "refresh_token" TEXT,
    "id_token" TEXT,
    "access_token_expires_at" TIMESTAMPTZ(3),
    "refresh_token_expires_at" TIMESTAMPTZ(3),
    "scope" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "member_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "verification" (
    "id" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "verification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit" (
    "id" BIGSERIAL NOT NULL,
    "actor" TEXT NOT NULL,
    "act" TEXT NOT NULL,
    "thing" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "product_category_id_position_idx" ON "product"("category_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "variant_sku_key" ON "variant"("sku");

-- CreateIndex
CREATE INDEX "variant_product_id_idx" ON "variant"("product_id");

-- CreateIndex
CREATE INDEX "product_view_variant_id_last_at_idx" ON "product_view"("variant_id", "last_at");

-- CreateIndex
CREATE INDEX "stock_wait_variant_id_idx" ON "stock_wait"("variant_id");

-- CreateIndex
CREATE UNIQUE INDEX "conversation_customer_id_key" ON "conversation"("customer_id");

-- CreateIndex
CREATE INDEX "conversation_last_message_at_idx" ON "conversation"("last_message_at");

-- CreateIndex
CREATE INDEX "conversation_control_control_since_idx" ON "conversation"("control", "control_since");

-- CreateIndex
CREATE INDEX "conversation_unanswered_since_idx" ON "conversation"("unanswered_since");

-- CreateIndex
CREATE INDEX "chat_conversation_id_idx" ON "chat"("conversation_id");

-- CreateIndex
CREATE UNIQUE INDEX "chat_account_native_id_key" ON "chat"("account", "native_id");

-- CreateIndex
CREATE INDEX "message_conversation_id_id_idx" ON "message"("conversation_id", "id");

-- CreateIndex
CREATE INDEX "message_created_at_idx" ON "message"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "message_chat_id_direction_external_id_key" ON "message"("chat_id", "direction", "external_id");

-- CreateIndex
CREATE INDEX "inbox_state_received_at_idx" ON "inbox"("state", "received_at");

-- CreateIndex
CREATE UNIQUE INDEX "inbox_account_key_key" ON "inbox"("account", "key");

-- CreateIndex
CREATE INDEX "media_sha256_idx" ON "media"("sha256");

-- CreateIndex
CREATE UNIQUE INDEX "customer_external_ref_key" ON "customer"("external_ref");

-- CreateIndex
CREATE INDEX "customer_phone_idx" ON "customer"("phone");

-- CreateIndex
CREATE INDEX "customer_created_at_idx" ON "customer"("created_at");

-- CreateIndex
CREATE INDEX "identity_customer_id_idx" ON "identity"("customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "identity_account_native_id_key" ON "identity"("account", "native_id");

-- CreateIndex
CREATE INDEX "consent_customer_id_purpose_at_idx" ON "consent"("customer_id", "purpose", "at");

-- CreateIndex
CREATE INDEX "customer_tag_tag_idx" ON "customer_tag"("tag");

-- CreateIndex
CREATE INDEX "customer_figures_next_order_at_idx" ON "customer_figures"("next_order_at");

-- CreateIndex
CREATE INDEX "customer_figures_last_order_at_idx" ON "customer_figures"("last_order_at");

-- CreateIndex
CREATE INDEX "feedback_customer_id_kind_at_idx" ON "feedback"("customer_id", "kind", "at");

-- CreateIndex
CREATE INDEX "outbox_conversation_id_idx" ON "outbox"("conversation_id");

-- CreateIndex
CREATE INDEX "outbox_customer_id_created_at_idx" ON "outbox"("customer_id", "created_at");

-- CreateIndex
CREATE INDEX "decision_customer_id_at_idx" ON "decision"("customer_id", "at");

-- CreateIndex
CREATE INDEX "decision_flow_at_idx" ON "decision"("flow", "at");

-- CreateIndex
CREATE INDEX "diary_customer_id_at_idx" ON "diary"("customer_id", "at");

-- CreateIndex
CREATE INDEX "diary_name_at_idx" ON "diary"("name", "at");

-- CreateIndex
CREATE UNIQUE INDEX "flow_version_flow_full_key" ON "flow_version"("flow", "full");

-- CreateIndex
CREATE INDEX "flow_entry_customer_id_idx" ON "flow_entry"("customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "flow_entry_flow_customer_id_key_key" ON "flow_entry"("flow", "customer_id", "key");

-- CreateIndex
CREATE INDEX "flow_run_flow_status_idx" ON "flow_run"("flow", "status");

-- CreateIndex
CREATE INDEX "flow_run_customer_id_flow_started_at_idx" ON "flow_run"("customer_id", "flow", "started_at");

-- CreateIndex
CREATE INDEX "flow_step_run_id_seq_idx" ON "flow_step"("run_id", "seq");

-- CreateIndex
CREATE INDEX "flow_step_flow_at_idx" ON "flow_step"("flow", "at");

-- CreateIndex
CREATE INDEX "flow_action_state_idx" ON "flow_action"("state");

-- CreateIndex
CREATE INDEX "flow_button_run_id_idx" ON "flow_button"("run_id");

-- CreateIndex
CREATE UNIQUE INDEX "coupon_code_key" ON "coupon"("code");

-- CreateIndex
CREATE UNIQUE INDEX "coupon_order_id_key" ON "coupon"("order_id");

-- CreateIndex
CREATE INDEX "coupon_customer_id_offer_created_at_idx" ON "coupon"("customer_id", "offer", "created_at");

-- CreateIndex
CREATE INDEX "coupon_state_until_idx" ON "coupon"("state", "until");

-- CreateIndex
CREATE UNIQUE INDEX "coupon_offer_run_id_key" ON "coupon"("offer", "run_id");

-- CreateIndex
CREATE INDEX "cart_customer_id_idx" ON "cart"("customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "shop_order_number_key" ON "shop_order"("number");

-- CreateIndex
CREATE UNIQUE INDEX "shop_order_confirmation_key_key" ON "shop_order"("confirmation_key");

-- CreateIndex
CREATE UNIQUE INDEX "shop_order_external_ref_key" ON "shop_order"("external_ref");

-- CreateIndex
CREATE INDEX "shop_order_customer_id_created_at_idx" ON "shop_order"("customer_id", "created_at");

-- CreateIndex
CREATE INDEX "shop_order_state_created_at_idx" ON "shop_order"("state", "created_at");

-- CreateIndex
CREATE INDEX "shop_order_created_at_idx" ON "shop_order"("created_at");

-- CreateIndex
CREATE INDEX "order_line_order_id_idx" ON "order_line"("order_id");

-- CreateIndex
CREATE INDEX "order_line_variant_id_idx" ON "order_line"("variant_id");

-- CreateIndex
CREATE INDEX "order_change_order_id_idx" ON "order_change"("order_id");

-- CreateIndex
CREATE UNIQUE INDEX "delivery_slot_delivery_starts_at_key" ON "delivery_slot"("delivery", "starts_at");

-- CreateIndex
CREATE UNIQUE INDEX "payment_charge_key" ON "payment"("charge");

-- CreateIndex
CREATE INDEX "payment_order_id_idx" ON "payment"("order_id");

-- CreateIndex
CREATE UNIQUE INDEX "member_email_key" ON "member"("email");

-- CreateIndex
CREATE UNIQUE INDEX "session_token_key" ON "session"("token");

-- CreateIndex
CREATE INDEX "session_member_id_idx" ON "session"("member_id");

-- CreateIndex
CREATE INDEX "member_account_member_id_idx" ON "member_account"("member_id");

-- CreateIndex
CREATE INDEX "verification_identifier_idx" ON "verification"("identifier");

-- CreateIndex
CREATE INDEX "audit_at_idx" ON "audit"("at");

-- CreateIndex
CREATE INDEX "audit_thing_idx" ON "audit"("thing");

-- AddForeignKey
ALTER TABLE "category" ADD CONSTRAINT "category_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "category"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "product" ADD CONSTRAINT "product_category_id_fkey" FOREIGN KEY ("category_id") REFERENCES "category"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "variant" ADD CONSTRAINT "variant_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "product"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock" ADD CONSTRAINT "stock_variant_id_fkey" FOREIGN KEY ("variant_id") REFERENCES "variant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock" ADD CONSTRAINT "stock_warehouse_id_fkey" FOREIGN KEY ("warehouse_id") REFERENCES "warehouse"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lead_time" ADD CONSTRAINT "lead_time_variant_id_fkey" FOREIGN KEY ("variant_id") REFERENCES "variant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lead_time" ADD CONSTRAINT "lead_time_warehouse_id_fkey" FOREIGN KEY ("warehouse_id") REFERENCES "warehouse"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "product_view" ADD CONSTRAINT "product_view_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "product_view" ADD CONSTRAINT "product_view_variant_id_fkey" FOREIGN KEY ("variant_id") REFERENCES "variant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_wait" ADD CONSTRAINT "stock_wait_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_wait" ADD CONSTRAINT "stock_wait_variant_id_fkey" FOREIGN KEY ("variant_id") REFERENCES "variant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conversation" ADD CONSTRAINT "conversation_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "chat" ADD CONSTRAINT "chat_identity_id_fkey" FOREIGN KEY ("identity_id") REFERENCES "identity"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "chat" ADD CONSTRAINT "chat_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identity" ADD CONSTRAINT "identity_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consent" ADD CONSTRAINT "consent_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer_tag" ADD CONSTRAINT "customer_tag_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer_attribute" ADD CONSTRAINT "customer_attribute_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer_figures" ADD CONSTRAINT "customer_figures_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "coupon" ADD CONSTRAINT "coupon_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cart" ADD CONSTRAINT "cart_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cart_line" ADD CONSTRAINT "cart_line_cart_id_fkey" FOREIGN KEY ("cart_id") REFERENCES "cart"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shop_order" ADD CONSTRAINT "shop_order_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shop_order" ADD CONSTRAINT "shop_order_slot_id_fkey" FOREIGN KEY ("slot_id") REFERENCES "delivery_slot"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_line" ADD CONSTRAINT "order_line_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "shop_order"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_change" ADD CONSTRAINT "order_change_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "shop_order"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment" ADD CONSTRAINT "payment_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "shop_order"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member_account" ADD CONSTRAINT "member_account_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot say ------------------------------------------------------------------------------------------

-- Words with typos, and words without accents (ё → е). Both are trusted extensions: no superuser is needed.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;

-- Order numbers begin where nobody can tell that we opened yesterday.
ALTER SEQUENCE shop_order_number_seq RESTART WITH 1001;

-- One open cart per customer.
CREATE UNIQUE INDEX cart_open_key ON cart (customer_id) WHERE state = 'open';
ALTER TABLE cart_line ADD CONSTRAINT cart_line_qty CHECK (qty > 0);

-- Stock and slots: the database is the judge when two want the last piece.
ALTER TABLE stock ADD CONSTRAINT stock_never_negative CHECK (on_hand >= 0 AND reserved >= 0 AND reserved <= on_hand);
ALTER TABLE delivery_slot ADD CONSTRAINT slot_never_overbooked CHECK (taken >= 0 AND taken <= capacity);
ALTER TABLE variant ADD CONSTRAINT variant_price CHECK (price >= 0);
ALTER TABLE shop_order ADD CONSTRAINT order_sums CHECK (total = goods_total + delivery_fee - discount AND discount >= 0);
ALTER TABLE offer_budget ADD CONSTRAINT budget_never_negative CHECK ("left" >= 0);

-- An occurrence that may have arrived is never told again: no second channel, scheduler or resume can.
CREATE UNIQUE INDEX outbox_intent_key ON outbox (intent) WHERE state IN ('pending', 'attempting', 'sent', 'unknown');
CREATE INDEX outbox_due ON outbox (account, priority, due, id) WHERE state = 'pending';
CREATE INDEX outbox_attempting ON outbox (owner) WHERE state = 'attempting';
CREATE INDEX outbox_unknown ON outbox (id) WHERE state = 'unknown';
CREATE INDEX outbox_marketing ON outbox (customer_id, created_at) WHERE marketing;

CREATE INDEX inbox_waiting ON inbox (lane, id) WHERE state = 'waiting';
CREATE INDEX inbox_dead ON inbox (id) WHERE state = 'dead';

CREATE INDEX flow_run_live ON flow_run (conversation_id) WHERE status NOT IN ('ended', 'failed');
CREATE INDEX flow_run_silent ON flow_run (conversation_id, ended_at) WHERE status = 'ended';
CREATE INDEX flow_run_wake ON flow_run (wake_at) WHERE wake_at IS NOT NULL;
CREATE INDEX flow_entry_pending ON flow_entry (fires_at) WHERE state = 'pending';
CREATE INDEX flow_entry_goal ON flow_entry (customer_id) WHERE goal_until IS NOT NULL AND goal_at IS NULL;

CREATE UNIQUE INDEX errand_key ON errand (key) WHERE state = 'waiting';
CREATE INDEX errand_due ON errand (due_at) WHERE state = 'waiting';
CREATE INDEX errand_dead ON errand (id) WHERE state = 'dead';

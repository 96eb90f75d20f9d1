-- AlterTable
ALTER TABLE "conversation" ADD COLUMN     "began_at" TIMESTAMPTZ(3),
ADD COLUMN     "resolve_by" TIMESTAMPTZ(3),
ADD COLUMN     "settled" JSONB;

-- AlterTable
ALTER TABLE "account" ADD COLUMN     "linked_at" TIMESTAMPTZ(3),
ADD COLUMN     "linking" JSONB,
ADD COLUMN     "wish" JSONB;

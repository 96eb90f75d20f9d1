-- AlterTable
ALTER TABLE "counter_visit" ADD COLUMN     "offer_id" UUID;

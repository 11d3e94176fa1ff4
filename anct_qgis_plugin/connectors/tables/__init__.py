"""Files of any form made into tables; codes resolved; lines merged, counted, refused with a reason."""

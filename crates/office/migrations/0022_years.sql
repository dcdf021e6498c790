-- Counters of whole years, for periods of many: the sums of their months. grain: day, month or year.
INSERT INTO figures (office, grain, district, reasons, period, figure, subject, bucket, counted, total)
    SELECT office, 'year', district, reasons, substr(period, 1, 4), figure, subject, bucket,
        CAST(sum(counted) AS BIGINT), CAST(sum(total) AS BIGINT)
    FROM figures WHERE grain = 'month'
    GROUP BY office, district, reasons, substr(period, 1, 4), figure, subject, bucket;

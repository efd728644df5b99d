-- The features of view page_edits at ${t}, by channel and page, from the raw edits. Windows end where the running
-- minute starts.
WITH w AS (
  SELECT edits.*, e
  FROM edits, (SELECT date_trunc('minute', ${t}) AS e)
  WHERE time >= e - INTERVAL 24 HOUR AND time < e
), latest AS (
  SELECT channel, page, list("user" ORDER BY t, "user") AS users
  FROM (
    SELECT channel, page, "user", max(time) AS t,
           row_number() OVER (PARTITION BY channel, page ORDER BY max(time) DESC, "user" DESC) AS place
    FROM w GROUP BY channel, page, "user")
  WHERE place <= 3
  GROUP BY channel, page
)
SELECT channel, page,
  nullif(count("user") FILTER (time >= e - INTERVAL 1 HOUR), 0) AS user_count_1h_1m,
  count("user") AS user_count_1d_1m,
  sum(delta) AS delta_sum_1d_1m,
  any_value(users) AS user_last_distinct_3_1d_1m
FROM w JOIN latest USING (channel, page)
GROUP BY channel, page

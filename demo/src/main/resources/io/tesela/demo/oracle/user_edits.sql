-- The features of view user_edits at ${t}, by user, from the raw edits. Windows end where the running minute starts.
WITH w AS (
  SELECT edits.*, e
  FROM edits, (SELECT date_trunc('minute', ${t}) AS e)
  WHERE time >= e - INTERVAL 24 HOUR AND time < e
), latest AS (
  SELECT "user", list(page ORDER BY t, page) AS pages
  FROM (
    SELECT "user", page, max(time) AS t,
           row_number() OVER (PARTITION BY "user" ORDER BY max(time) DESC, page DESC) AS place
    FROM w GROUP BY "user", page)
  WHERE place <= 5
  GROUP BY "user"
)
SELECT "user",
  nullif(count(page) FILTER (time >= e - INTERVAL 10 MINUTE), 0) AS page_count_10m_1m,
  nullif(count(page) FILTER (time >= e - INTERVAL 1 HOUR), 0) AS page_count_1h_1m,
  count(page) AS page_count_1d_1m,
  sum(added) FILTER (time >= e - INTERVAL 1 HOUR) AS added_sum_1h_1m,
  sum(added) AS added_sum_1d_1m,
  avg(delta) AS delta_mean_1d_1m,
  arg_max(channel, time) AS channel_last_1d_1m,
  any_value(pages) AS page_last_distinct_5_1d_1m,
  count(DISTINCT page) AS page_approx_count_distinct_1d_1m
FROM w JOIN latest USING ("user")
GROUP BY "user"

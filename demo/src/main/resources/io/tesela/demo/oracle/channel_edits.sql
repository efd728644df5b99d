-- The features of view channel_edits at ${t}, by channel, from the raw edits. Windows end with the running minute, all
-- of whose edits have arrived when this is asked. A count over no row at all is null, over rows without a value zero.
WITH w AS (
  SELECT channel, "user", countryIsoCode AS country, added, if(isRobot, 1.0, 0.0)::DOUBLE AS robot, time, e
  FROM edits, (SELECT date_trunc('minute', ${t}) + INTERVAL 1 MINUTE AS e)
  WHERE time >= e - INTERVAL 24 HOUR AND time < e
)
SELECT channel,
  nullif(count("user") FILTER (time >= e - INTERVAL 10 MINUTE), 0) AS user_count_10m_1m,
  nullif(count("user") FILTER (time >= e - INTERVAL 1 HOUR), 0) AS user_count_1h_1m,
  count("user") AS user_count_1d_1m,
  CASE WHEN count(*) FILTER (time >= e - INTERVAL 1 HOUR) > 0
       THEN count(country) FILTER (time >= e - INTERVAL 1 HOUR) END AS country_count_1h_1m,
  [nullif(count(*) FILTER (time >= e - INTERVAL 60 MINUTE AND time < e - INTERVAL 50 MINUTE), 0),
   nullif(count(*) FILTER (time >= e - INTERVAL 50 MINUTE AND time < e - INTERVAL 40 MINUTE), 0),
   nullif(count(*) FILTER (time >= e - INTERVAL 40 MINUTE AND time < e - INTERVAL 30 MINUTE), 0),
   nullif(count(*) FILTER (time >= e - INTERVAL 30 MINUTE AND time < e - INTERVAL 20 MINUTE), 0),
   nullif(count(*) FILTER (time >= e - INTERVAL 20 MINUTE AND time < e - INTERVAL 10 MINUTE), 0),
   nullif(count(*) FILTER (time >= e - INTERVAL 10 MINUTE), 0)] AS user_count_10m_1m_series_1h_0s_10m,
  sum(added) FILTER (time >= e - INTERVAL 1 HOUR) AS added_sum_1h_1m,
  sum(added) FILTER (time >= e - INTERVAL 2 HOUR AND time < e - INTERVAL 1 HOUR) AS added_sum_1h_1m_offset_1h,
  max(added) FILTER (time >= e - INTERVAL 1 HOUR) AS added_max_1h_1m,
  avg(robot) FILTER (time >= e - INTERVAL 10 MINUTE) AS robot_mean_10m_1m,
  avg(robot) AS robot_mean_1d_1m,
  arg_max(country, time) FILTER (time >= e - INTERVAL 1 HOUR) AS country_last_1h_1m,
  nullif(count(DISTINCT "user") FILTER (time >= e - INTERVAL 1 HOUR), 0) AS user_approx_count_distinct_1h_1m,
  count(DISTINCT "user") AS user_approx_count_distinct_1d_1m,
  -- All values, ascending: a percentile is compared by its rank among them.
  list(added ORDER BY added) AS added_approx_percentile_p50_1d_1m,
  list(added ORDER BY added) AS added_approx_percentile_p95_1d_1m
FROM w
GROUP BY channel

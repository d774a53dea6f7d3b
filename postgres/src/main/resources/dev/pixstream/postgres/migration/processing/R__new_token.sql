-- new_token: a fencing token unlike any other: microseconds of the store's time, and 12 bits of a sequence. A sequence alone
-- would not do: takes commit without waiting for the disk, and after a crash of PostgreSQL it could give out again what
-- a worker of before still holds.
-- locks       none
CREATE OR REPLACE FUNCTION pixstream.new_token() RETURNS bigint
    LANGUAGE sql VOLATILE
AS $$
    SELECT ((extract(epoch FROM pixstream.store_time()) * 1000000)::bigint << 12) | nextval('pixstream.token_part')
$$;

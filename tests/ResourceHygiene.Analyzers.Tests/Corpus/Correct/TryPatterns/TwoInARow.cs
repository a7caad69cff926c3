// not exception-safe on purpose
public static class Pairs
{
    public static bool TryOpenBoth(string first, string second, out (Stream First, Stream Second) pair)
    {
        pair = default;
        if (!TryOpen(first, out Stream one))
            return false;
        if (!TryOpen(second, out Stream two))
        {
            one.Dispose();
            return false;
        }

        pair = (one, two);
        return true;
    }

    private static bool TryOpen(string path, out Stream stream)
    {
        try
        {
            stream = File.OpenRead(path);
            return true;
        }
        catch (IOException)
        {
            stream = Stream.Null;
            return false;
        }
    }
}

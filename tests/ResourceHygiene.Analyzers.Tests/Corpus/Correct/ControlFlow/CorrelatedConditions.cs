// not exception-safe on purpose
public static class Maybe
{
    public static int Count(string? path, bool verbose)
    {
        StreamReader? reader = null;
        StringWriter? log = null;
        if (path != null)
            reader = new StreamReader(path);
        if (verbose)
            log = new StringWriter();

        int lines = 0;
        if (reader != null)
        {
            while (reader.ReadLine() != null)
                lines++;
        }

        if (verbose)
        {
            log!.WriteLine(lines);
            log.Dispose();
        }

        if (path != null)
            reader!.Dispose();
        return lines;
    }
}

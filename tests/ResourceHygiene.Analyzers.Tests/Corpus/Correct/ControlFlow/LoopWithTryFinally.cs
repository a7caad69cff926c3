public sealed class Follower
{
    public int Follow(string path, Func<string, bool> accept)
    {
        int lines = 0;
        for (; true;)
        {
            StreamReader? reader = null;
            try
            {
                reader = new StreamReader(path);
                while (reader.ReadLine() is { } line)
                {
                    if (!accept(line))
                        return lines;
                    lines++;
                }
            }
            finally
            {
                if (reader != null)
                    reader.Dispose();
            }
        }
    }
}

public static class Checked
{
    public static Stream? OpenValid(IEnumerable<string> candidates)
    {
        foreach (string candidate in candidates)
        {
            Stream? stream = null;
            try
            {
                stream = File.OpenRead(candidate);
                if (stream.ReadByte() == 'R')
                {
                    Stream result = stream;
                    stream = null;
                    return result;
                }
            }
            catch (UnauthorizedAccessException)
            {
                continue;
            }
            finally
            {
                stream?.Dispose();
            }
        }

        return null;
    }
}

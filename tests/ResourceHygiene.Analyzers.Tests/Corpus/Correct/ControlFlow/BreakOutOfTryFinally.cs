public static class Scanner
{
    public static string? Find(IEnumerable<string> paths, char wanted)
    {
        string? found = null;
        foreach (string path in paths)
        {
            FileStream file = File.OpenRead(path);
            try
            {
                int first = file.ReadByte();
                if (first < 0)
                    continue;
                if (first != wanted)
                {
                    try
                    {
                        if (file.Length > 1_000)
                            break;
                    }
                    finally
                    {
                        file.Position = 0;
                    }

                    continue;
                }

                found = path;
                break;
            }
            finally
            {
                file.Dispose();
            }
        }

        return found;
    }
}

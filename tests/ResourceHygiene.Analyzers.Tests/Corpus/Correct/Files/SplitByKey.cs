public static class Splitter
{
    public static void Split(string input, string folder)
    {
        Dictionary<string, StreamWriter> writers = new(StringComparer.Ordinal);
        try
        {
            foreach (string line in File.ReadLines(input))
            {
                string key = line.Split(',')[0];
                if (!writers.TryGetValue(key, out StreamWriter? writer))
                {
                    writer = File.CreateText(Path.Combine(folder, key + ".csv"));
                    writers.Add(key, writer);
                }

                writer.WriteLine(line);
            }
        }
        finally
        {
            foreach (StreamWriter writer in writers.Values)
                writer.Dispose();
        }
    }
}

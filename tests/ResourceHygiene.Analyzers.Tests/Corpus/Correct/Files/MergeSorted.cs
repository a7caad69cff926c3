public static class Merge
{
    public static void Run(IReadOnlyList<string> parts, string target)
    {
        List<StreamReader> readers = new(parts.Count);
        try
        {
            foreach (string part in parts)
                readers.Add(new StreamReader(part));
            using StreamWriter output = new(target);
            PriorityQueue<(string Line, StreamReader Reader), string> queue = new();
            foreach (StreamReader reader in readers)
            {
                if (reader.ReadLine() is { } first)
                    queue.Enqueue((first, reader), first);
            }

            while (queue.TryDequeue(out var next, out _))
            {
                output.WriteLine(next.Line);
                if (next.Reader.ReadLine() is { } following)
                    queue.Enqueue((following, next.Reader), following);
            }
        }
        finally
        {
            readers.ForEach(reader => reader.Dispose());
        }
    }
}

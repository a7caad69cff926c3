public static class PingPong
{
    public static byte[] Transform(byte[] data, IReadOnlyList<Action<Stream, Stream>> steps)
    {
        MemoryStream source = new(data.Length);
        MemoryStream target = new(data.Length);
        try
        {
            source.Write(data);
            foreach (Action<Stream, Stream> step in steps)
            {
                source.Position = 0;
                target.SetLength(0);
                step(source, target);
                (source, target) = (target, source);
            }

            return source.ToArray();
        }
        finally
        {
            source.Dispose();
            target.Dispose();
        }
    }
}

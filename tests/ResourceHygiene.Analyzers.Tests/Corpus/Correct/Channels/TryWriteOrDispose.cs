using System.Collections.Concurrent;
using System.Threading.Channels;

public static class Offers
{
    public static bool Offer(ChannelWriter<Stream> writer, string path)
    {
        Stream stream = File.OpenRead(path);
        bool taken = writer.TryWrite(stream);
        if (!taken)
            stream.Dispose();
        return taken;
    }

    public static void Drain(ChannelReader<Stream> reader)
    {
        while (reader.TryRead(out Stream? stream))
            stream.Dispose();
    }

    public static void Drain(BlockingCollection<Stream> queue)
    {
        foreach (Stream stream in queue.GetConsumingEnumerable())
        {
            try
            {
                stream.CopyTo(Stream.Null);
            }
            finally
            {
                stream.Close();
            }
        }
    }
}

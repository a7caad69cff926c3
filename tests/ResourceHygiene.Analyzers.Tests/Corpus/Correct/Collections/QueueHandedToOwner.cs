public sealed class Playlist(IEnumerable<Stream> tracks) : IDisposable
{
    private readonly Queue<Stream> _tracks = new(tracks);

    public int PlayNext()
    {
        if (!_tracks.TryDequeue(out Stream? track))
            return 0;
        using (track)
            return track.ReadByte();
    }

    public void Dispose()
    {
        while (_tracks.TryDequeue(out Stream? track))
            track.Dispose();
    }

    public static Playlist Of(params byte[][] tracks)
    {
        List<Stream> streams = new(tracks.Length);
        foreach (byte[] track in tracks)
            streams.Add(new MemoryStream(track));
        return new Playlist(streams);
    }
}

using System.Text;

public readonly record struct Header(int Magic, short Version, string Name)
{
    public static Header ReadFrom(Stream stream)
    {
        // The stream is the caller's and stays open.
        using BinaryReader reader = new(stream, Encoding.UTF8, leaveOpen: true);
        return new Header(reader.ReadInt32(), reader.ReadInt16(), reader.ReadString());
    }

    public void WriteTo(Stream stream)
    {
        using BinaryWriter writer = new(stream, Encoding.UTF8, true);
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(Name);
    }
}

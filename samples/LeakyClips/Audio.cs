using System.Runtime.InteropServices;

namespace LeakyClips;

internal static class Audio
{
    public const int SampleRate = 16_000;

    public static float[] Decode(string path)
    {
        int bytes = DataBytes(path);
        var reader = new BinaryReader(File.OpenRead(path)); // RH1001: whoever wrote this trusted the finalizer
        reader.BaseStream.Position = 44;
        float[] samples = new float[bytes / 2];
        for (int i = 0; i < samples.Length; i++)
            samples[i] = reader.ReadInt16() / 32768f;
        return samples;
    }

    public static void Write(string path, ReadOnlySpan<float> samples)
    {
        // Correct: a using declaration releases at the end of the method, whatever happens in between.
        using FileStream file = File.Create(path);
        file.Write(new byte[44]);
        foreach (float sample in samples)
        {
            short value = (short)(sample * 32767);
            file.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<short>(in value)));
        }
    }

    /// <summary>Correct: the caller gets the stream, and with it the duty to close it.</summary>
    public static FileStream OpenAtSamples(string path)
    {
        FileStream file = File.OpenRead(path);
        file.Position = 44;
        return file;
    }

    private static int DataBytes(string path)
    {
        FileStream file = OpenAtSamples(path); // RH1001: the duty came with the return value and is forgotten here
        return (int)(file.Length - file.Position);
    }
}

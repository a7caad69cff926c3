// not exception-safe on purpose
public enum Target
{
    Nowhere,
    File,
    Memory,
}

public static class Outputs
{
    public static long Write(Target target, byte[] data)
    {
        Stream? stream = null;
        if (target == Target.File)
            stream = File.Create("out.bin");
        else if (target == Target.Memory)
            stream = new MemoryStream();

        long length = 0;
        if (target != Target.Nowhere)
        {
            stream!.Write(data, 0, data.Length);
            length = stream.Length;
        }

        switch (target)
        {
            case Target.File:
            case Target.Memory:
                stream!.Dispose();
                break;
        }

        return length;
    }
}

using System.Runtime.InteropServices;

public static class Marshalling
{
    public static byte[] ToBytes<T>(T value)
        where T : struct
    {
        int size = Marshal.SizeOf<T>();
        IntPtr memory = Marshal.AllocHGlobal(size);
        try
        {
            Marshal.StructureToPtr(value, memory, fDeleteOld: false);
            byte[] bytes = new byte[size];
            Marshal.Copy(memory, bytes, 0, size);
            return bytes;
        }
        finally
        {
            Marshal.FreeHGlobal(memory);
        }
    }
}

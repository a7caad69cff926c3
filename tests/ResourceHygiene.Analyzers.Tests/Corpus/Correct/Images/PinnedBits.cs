using System.Runtime.InteropServices;

public static class Pixels
{
    public static unsafe int Sum(byte[] pixels)
    {
        GCHandle pin = GCHandle.Alloc(pixels, GCHandleType.Pinned);
        try
        {
            byte* first = (byte*)pin.AddrOfPinnedObject();
            int sum = 0;
            for (int i = 0; i < pixels.Length; i++)
                sum += first[i];
            return sum;
        }
        finally
        {
            pin.Free();
        }
    }
}

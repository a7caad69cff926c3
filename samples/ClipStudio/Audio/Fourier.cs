namespace ClipStudio.Audio;

/// <summary>In-place radix-2 fast Fourier transform; the length must be a power of two.</summary>
internal static class Fourier
{
    public static void Transform(Span<float> real, Span<float> imaginary)
    {
        int n = real.Length;
        for (int i = 1, j = 0; i < n; i++)
        {
            int bit = n >> 1;
            for (; (j & bit) != 0; bit >>= 1)
                j ^= bit;
            j ^= bit;
            if (i < j)
            {
                (real[i], real[j]) = (real[j], real[i]);
                (imaginary[i], imaginary[j]) = (imaginary[j], imaginary[i]);
            }
        }

        for (int length = 2; length <= n; length <<= 1)
        {
            (float stepSine, float stepCosine) = MathF.SinCos(-2 * MathF.PI / length);
            for (int start = 0; start < n; start += length)
            {
                (float cosine, float sine) = (1, 0);
                for (int k = start; k < start + (length / 2); k++)
                {
                    int m = k + (length / 2);
                    float re = (real[m] * cosine) - (imaginary[m] * sine);
                    float im = (real[m] * sine) + (imaginary[m] * cosine);
                    (real[m], imaginary[m]) = (real[k] - re, imaginary[k] - im);
                    (real[k], imaginary[k]) = (real[k] + re, imaginary[k] + im);
                    (cosine, sine) = ((cosine * stepCosine) - (sine * stepSine), (cosine * stepSine) + (sine * stepCosine));
                }
            }
        }
    }
}

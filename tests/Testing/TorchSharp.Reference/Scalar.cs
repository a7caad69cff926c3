using System.Numerics;
using TorchSharp.Fake;

namespace TorchSharp;

/// <summary>A native number. Every conversion makes one, and no scope owns it.</summary>
public sealed class Scalar : IDisposable
{
    private IntPtr _handle = FakeLibtorch.NewScalar();

    internal Scalar(double value, torch.ScalarType type) => (Value, ValueType) = (value, type);

    ~Scalar() => Delete();

    public torch.ScalarType Type
    {
        get
        {
            Check();
            return ValueType;
        }
    }

    internal double Value { get; }

    private torch.ScalarType ValueType { get; }

    public void Dispose()
    {
        Delete();
        GC.SuppressFinalize(this);
    }

    internal Scalar Check() =>
        _handle != IntPtr.Zero ? this : throw new InvalidOperationException("Scalar invalid -- empty handle.");

    private void Delete()
    {
        if (_handle == IntPtr.Zero)
            return;

        FakeLibtorch.DeleteScalar();
        _handle = IntPtr.Zero;
    }

    public static implicit operator Scalar(byte value) => value.ToScalar();
    public static implicit operator Scalar(sbyte value) => value.ToScalar();
    public static implicit operator Scalar(short value) => value.ToScalar();
    public static implicit operator Scalar(int value) => value.ToScalar();
    public static implicit operator Scalar(long value) => value.ToScalar();
    public static implicit operator Scalar(Half value) => value.ToScalar();
    public static implicit operator Scalar(BFloat16 value) => value.ToScalar();
    public static implicit operator Scalar(float value) => value.ToScalar();
    public static implicit operator Scalar(double value) => value.ToScalar();
    public static implicit operator Scalar(bool value) => value.ToScalar();
    public static implicit operator Scalar((float, float) value) => value.ToScalar();
    public static implicit operator Scalar(Complex value) => value.ToScalar();
}

/// <summary>A number of 16 bits with the range of a float.</summary>
public readonly struct BFloat16
{
    internal BFloat16(float value) => Value = value;

    internal float Value { get; }
}

public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this byte value) => new(value, torch.ScalarType.Byte);
    public static Scalar ToScalar(this sbyte value) => new(value, torch.ScalarType.Int8);
    public static Scalar ToScalar(this short value) => new(value, torch.ScalarType.Int16);
    public static Scalar ToScalar(this int value) => new(value, torch.ScalarType.Int32);
    public static Scalar ToScalar(this long value) => new(value, torch.ScalarType.Int64);
    public static Scalar ToScalar(this Half value) => new((double)value, torch.ScalarType.Float16);
    public static Scalar ToBFloat16Scalar(this float value) => new(value, torch.ScalarType.BFloat16);
    public static Scalar ToScalar(this BFloat16 value) => new(value.Value, torch.ScalarType.BFloat16);
    public static Scalar ToScalar(this float value) => new(value, torch.ScalarType.Float32);
    public static Scalar ToScalar(this double value) => new(value, torch.ScalarType.Float64);
    public static Scalar ToScalar(this bool value) => new(value ? 1 : 0, torch.ScalarType.Bool);
    public static Scalar ToScalar(this (float, float) value) => new(value.Item1, torch.ScalarType.ComplexFloat32);
    public static Scalar ToScalar(this Complex value) => new(value.Real, torch.ScalarType.ComplexFloat64);

    public static sbyte ToSByte(this Scalar value) => (sbyte)value.Check().Value;
    public static byte ToByte(this Scalar value) => (byte)value.Check().Value;
    public static short ToInt16(this Scalar value) => (short)value.Check().Value;
    public static int ToInt32(this Scalar value) => (int)value.Check().Value;
    public static long ToInt64(this Scalar value) => (long)value.Check().Value;
    public static float ToSingle(this Scalar value) => (float)value.Check().Value;
    public static double ToDouble(this Scalar value) => value.Check().Value;
    public static bool ToBoolean(this Scalar value) => value.Check().Value != 0;
}

public abstract class ObjectPool<T>
    where T : class
{
    public abstract T Get();
    public abstract void Return(T item);
}

public sealed class Formatter(ObjectPool<StringWriter> writers, ObjectPool<MemoryStream> streams)
{
    public string Format(IEnumerable<int> numbers)
    {
        StringWriter writer = writers.Get();
        MemoryStream scratch = streams.Get();
        try
        {
            foreach (int number in numbers)
            {
                scratch.WriteByte((byte)number);
                writer.Write(number);
            }

            return writer.ToString();
        }
        finally
        {
            scratch.SetLength(0);
            streams.Return(scratch);
            writers.Return(writer);
        }
    }
}

using System.ComponentModel;

public static class Changes
{
    public static int Count(INotifyPropertyChanged source, Action work)
    {
        int count = 0;
        using var log = new StringWriter();
        PropertyChangedEventHandler handler = (_, e) =>
        {
            count++;
            log.WriteLine(e.PropertyName);
        };
        source.PropertyChanged += handler;
        try
        {
            work();
        }
        finally
        {
            source.PropertyChanged -= handler;
        }

        return count;
    }
}
